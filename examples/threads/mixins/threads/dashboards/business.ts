// The content business at a glance: each number against its target, then growth, revenue, and what content pays.
import { dashboard, gaugePanel, row, stat, table, timeseries, variable } from "tocsin";

const on = 'service=~"$service"';

export const businessDashboard = dashboard({
  uid: "tocsin-threads",
  title: "Content business",
  description: "Engagement, growth, cost and revenue of each persona against their targets.",
  tags: ["business"],
  variables: [variable("service", 'up{job="threads"}')],
  rows: [
    row(
      "State",
      gaugePanel(
        "Engagement",
        "ratio",
        "Mean engagement of the last hour's posts, or of the last day's where those are few; the target is 6%.",
        { "{{persona_id}}": `service_persona:posts_engagement_rate:mean{${on}}` },
        { alert: "ThreadsEngagementLow", max: 0.12 },
      ),
      gaugePanel(
        "Cost per follow",
        "dollars",
        "What a new follower costs on average; the target is one cent.",
        { "{{persona_id}}": `service_persona:cost_per_follow_dollars:mean{${on}}` },
        { alert: "ThreadsCostPerFollowHigh", max: 0.03 },
      ),
      gaugePanel(
        "Month against target",
        "ratio",
        "Revenue of a month at the current pace, as a share of the target.",
        { "{{service}}": `service:revenue_projection_monthly:target_ratio{${on}}` },
        { alert: "ThreadsRevenueBelowTarget", max: 1.5 },
      ),
      stat("Month at this pace", "dollars", "Revenue of a month, by how it is known.", {
        "{{source}}": `service_source:revenue_projection_monthly:max{${on},source=~"current_run_rate|forecast|target"}`,
      }),
    ),
    row(
      "Engagement and growth",
      timeseries(
        "Engagement over time",
        "ratio",
        "Mean engagement of each persona's posts; under the lower line something is wrong with them.",
        { "{{persona_id}}": `service_persona:posts_engagement_rate:mean{${on}}` },
        { alert: "ThreadsEngagementLow" },
      ),
      timeseries(
        "Cost per follow over time",
        "dollars",
        "What a new follower of each persona costs.",
        { "{{persona_id}}": `service_persona:cost_per_follow_dollars:mean{${on}}` },
        { alert: "ThreadsCostPerFollowHigh" },
      ),
      timeseries("Followers", "count", "Followers of each persona.", {
        "{{persona_id}}": `service_persona:threads_followers:max{${on}}`,
      }),
      timeseries(
        "Growth in a day",
        "ratio",
        "Change of the followers since yesterday; nothing in a persona's first day.",
        { "{{persona_id}}": `service_persona:threads_followers:change_ratio1d{${on}}` },
        { alert: "ThreadsFollowersFalling" },
      ),
      timeseries(
        "Viral posts",
        "count",
        "Posts that went viral within the hour.",
        { "{{persona_id}}": `round(service_persona:viral_posts:increase1h{${on}})` },
        { alert: "ThreadsPostViral" },
      ),
    ),
    row(
      "Revenue",
      timeseries("Projection of the month", "dollars", "Current pace and forecast, and the target.", {
        "{{source}}": `service_source:revenue_projection_monthly:max{${on},source=~"current_run_rate|forecast|target"}`,
      }),
      timeseries(
        "Revenue in a day",
        "dollars",
        "Revenue of the 24 hours before, by type.",
        { "{{type}}": `sum by (type) (service_type:revenue_dollars:increase1d{${on}})` },
        { stack: true },
      ),
      timeseries(
        "Recurring revenue of a month",
        "dollars",
        "What subscriptions bring each month, by tier.",
        { "{{tier}}": `sum by (tier) (service_tier:mrr_dollars:max{${on}})` },
        { stack: true },
      ),
      timeseries("New subscriptions in a day", "count", "Subscriptions begun in the 24 hours before.", {
        "{{tier}}": `sum by (tier) (service_tier:subscriptions_created:increase1d{${on}})`,
      }),
      timeseries("Cost per acquisition", "dollars", "Cost of a day's content for each subscription begun in it.", {
        "{{service}}": `service:acquisition_cost_dollars:mean1d{${on}}`,
      }),
      timeseries(
        "Affiliate conversions",
        "ratio",
        "Share of a day's clicks that became a sale; near zero, a link or its tracking is broken.",
        { "{{merchant}}": `service_merchant:affiliate_conversions:ratio1d{${on}}` },
        { alert: "ThreadsAffiliateNotConverting" },
      ),
      timeseries("Affiliate revenue in a day", "dollars", "Commissions of the 24 hours before.", {
        "{{merchant}}": `sum by (merchant) (service_merchant:affiliate_revenue_dollars:increase1d{${on}})`,
      }),
    ),
    row(
      "Content",
      timeseries(
        "Return by content type",
        "ratio",
        "What a day's content earned above its cost, as a share of the cost; below zero it loses money.",
        { "{{content_type}}": `service_content:content_roi:ratio1d{${on}}` },
        { alert: "ThreadsContentLosesMoney" },
      ),
      table(
        "Cost and revenue by content type",
        "dollars",
        "Dollars of the last day.",
        {
          Cost: `sum by (content_type) (service_content:content_cost_dollars:increase1d{${on}})`,
          Revenue: `sum by (content_type) (service_content:content_revenue_dollars:increase1d{${on}})`,
        },
        { width: 12 },
      ),
    ),
  ],
});
