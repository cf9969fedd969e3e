// What the bridge asks of Terraform's kit: a plan with its diff, which may be changed on the way, and one conversion.
package schema

import (
	"context"

	"github.com/hashicorp/go-cty/cty"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5"

	"github.com/hashicorp/terraform-plugin-sdk/v2/internal/configs/hcl2shim"
	"github.com/hashicorp/terraform-plugin-sdk/v2/terraform"
)

type PlanResourceChangeExtraRequest struct {
	tfprotov5.PlanResourceChangeRequest
	TransformInstanceDiff func(*terraform.InstanceDiff) *terraform.InstanceDiff
}

type PlanResourceChangeExtraResponse struct {
	tfprotov5.PlanResourceChangeResponse
	InstanceDiff *terraform.InstanceDiff
}

type planned struct {
	transform func(*terraform.InstanceDiff) *terraform.InstanceDiff
	diff      *terraform.InstanceDiff
}

func (p *planned) of(diff *terraform.InstanceDiff) *terraform.InstanceDiff {
	if diff != nil && p.transform != nil {
		diff = p.transform(diff)
	}
	if diff != nil {
		p.diff = diff
	}
	return diff
}

func (s *GRPCProviderServer) PlanResourceChange(ctx context.Context, req *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	return s.planResourceChange(ctx, req, &planned{})
}

func (s *GRPCProviderServer) PlanResourceChangeExtra(ctx context.Context, req *PlanResourceChangeExtraRequest) (*PlanResourceChangeExtraResponse, error) {
	plan := &planned{transform: req.TransformInstanceDiff, diff: terraform.NewInstanceDiff()}
	resp, err := s.planResourceChange(ctx, &req.PlanResourceChangeRequest, plan)
	return &PlanResourceChangeExtraResponse{PlanResourceChangeResponse: *resp, InstanceDiff: plan.diff}, err
}

func HCL2ValueFromConfigValue(value interface{}) cty.Value {
	return hcl2shim.HCL2ValueFromConfigValue(value)
}
