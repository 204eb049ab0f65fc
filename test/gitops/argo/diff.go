package main

import (
	"encoding/json"
	"fmt"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/diff"
)

// The field manager of Argo CD's server-side applies.
const controller = "argocd-controller"

type difference struct {
	Live     json.RawMessage `json:"live"`
	Expected json.RawMessage `json:"expected"`
}

type comparison struct {
	Diffs map[string]difference `json:"diffs"`
	// Would be pruned.
	Orphans []string `json:"orphans"`
	// Bear the tracking id of another object.
	Copies []string `json:"copies"`
}

func (app *application) diff(mode string) (comparison, error) {
	result := comparison{map[string]difference{}, []string{}, app.copied()}
	options, end, err := app.diffOptions(mode)
	if err != nil {
		return result, err
	}
	defer end()
	pairs, err := app.reconcile()
	if err != nil {
		return result, err
	}
	for i, target := range pairs.Target {
		if err := app.compare(&result, target, pairs.Live[i], options); err != nil {
			return result, err
		}
	}
	return result, nil
}

func (app *application) compare(result *comparison, target, live *unstructured.Unstructured, options []diff.Option) error {
	if target == nil {
		if !app.isCopy(live) {
			result.Orphans = append(result.Orphans, identity(live))
		}
		return nil
	}
	found, err := diff.Diff(target, live, options...)
	if err == nil && found.Modified {
		result.Diffs[identity(target)] = difference{found.NormalizedLive, found.PredictedLive}
	}
	return err
}

// legacy: three ways, with kubectl's last-applied annotation where there is one. structured: a server-side apply, calculated here.
// server-side: one that the API server calculates.
func (app *application) diffOptions(mode string) ([]diff.Option, func(), error) {
	options := []diff.Option{
		diff.WithLogr(logr.Discard()),
		diff.WithManager(controller),
		diff.WithGVKParser(app.cache.GetGVKParser()),
	}
	nothing := func() {}
	switch mode {
	case "legacy":
		return options, nothing, nil
	case "structured":
		return append(options, diff.WithStructuredMergeDiff(true)), nothing, nil
	case "server-side":
		applier, end, err := app.kubectl.ManageServerSideDiffDryRuns(app.config)
		if err != nil {
			return nil, nothing, err
		}
		dryRunner := diff.NewK8sServerSideDryRunner(applier)
		return append(options, diff.WithServerSideDiff(true), diff.WithServerSideDryRunner(dryRunner)), end, nil
	}
	return nil, nothing, fmt.Errorf("no mode %s; there are: server-side structured legacy", mode)
}
