package main

import (
	"context"
	"fmt"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/engine"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/common"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
)

// By object: what the engine says that it did.
type messages map[string]string

func (app *application) sync(ctx context.Context, serverSide, prune bool) (messages, error) {
	results, err := engine.NewEngine(app.config, app.cache, engine.WithKubectl(app.kubectl), engine.WithLogr(logr.Discard())).Sync(
		ctx, app.targets, isManaged, "HEAD", app.namespace,
		sync.WithLogr(logr.Discard()),
		sync.WithManifestValidation(true),
		sync.WithServerSideApply(serverSide),
		sync.WithServerSideApplyManager(controller),
		sync.WithPrune(prune),
		sync.WithResourcesFilter(func(_ kube.ResourceKey, target, live *unstructured.Unstructured) bool {
			return target != nil || !app.isCopy(live)
		}))
	if err != nil {
		return nil, err
	}
	said := messages{}
	for _, result := range results {
		if result.Status == common.ResultCodeSyncFailed {
			return nil, fmt.Errorf("%s: %s", result.ResourceKey, result.Message)
		}
		said[result.ResourceKey.String()] = result.Message
	}
	return said, nil
}
