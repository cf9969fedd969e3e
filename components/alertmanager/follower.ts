// A program of Tocsin's that is sent each change of a group, beside those whom a receiver notifies.

/** It asks for a password, so that no other program sends it anything. */
export interface Follower {
  url: string;
  username: string;
  passwordFile: string;
}

/** Its entry among the webhooks of a receiver. */
export const followerConfig = ({ url, username, passwordFile }: Follower) => ({
  url,
  send_resolved: true,
  http_config: { basic_auth: { username, password_file: passwordFile }, follow_redirects: false },
});
