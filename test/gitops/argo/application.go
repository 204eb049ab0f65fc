package main

import (
	"maps"
	"slices"
	locks "sync"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/cache"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
)

type application struct {
	tracking
	namespace string
	config    *rest.Config
	kubectl   *kube.KubectlCmd
	targets   []*unstructured.Unstructured
	cache     cache.ClusterCache
	lock      locks.Mutex
	copies    map[string]bool
}

// Marks the targets, and fills the engine's cache with what the cluster has.
func (app *application) look() error {
	for _, target := range app.targets {
		app.mark(target)
	}
	app.copies = map[string]bool{}
	app.cache = cache.NewClusterCache(app.config,
		cache.SetKubectl(app.kubectl),
		cache.SetLogr(logr.Discard()),
		cache.SetNamespaces([]string{app.namespace}),
		cache.SetClusterResources(true),
		cache.SetPopulateResourceInfoHandler(app.populate))
	return app.cache.EnsureSynced()
}

// What Argo CD notes of every live object: whether it is this application's. An object that has an owner never is.
func (app *application) populate(object *unstructured.Unstructured, isRoot bool) (info any, keepManifest bool) {
	marked := app.marks(object)
	if marked && app.isCopy(object) {
		// The engine lists and watches several kinds at once.
		app.lock.Lock()
		defer app.lock.Unlock()
		app.copies[identity(object)] = true
	}
	return marked && isRoot, marked
}

func (app *application) copied() []string {
	app.lock.Lock()
	defer app.lock.Unlock()
	return append([]string{}, slices.Sorted(maps.Keys(app.copies))...)
}

func isManaged(resource *cache.Resource) bool { return resource.Info == true }

// Targets and live objects side by side; a live one without a target comes last, with nil beside it.
func (app *application) reconcile() (sync.ReconciliationResult, error) {
	live, err := app.cache.GetManagedLiveObjs(app.targets, isManaged)
	if err != nil {
		return sync.ReconciliationResult{}, err
	}
	return sync.Reconcile(app.targets, live, app.namespace, app.cache), nil
}
