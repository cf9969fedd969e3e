// The hosts that the viewer chose, as every row selects them.
export const on = 'instance=~"$instance"';
