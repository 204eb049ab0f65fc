// What Flux's kustomize-controller does with the manifests of a Kustomization, by its own engine (fluxcd/pkg/ssa), once:
//
//	flux diff  [--name NAME] < MANIFESTS                     what differs in the cluster
//	flux apply [--name NAME] [--previous FILE] < MANIFESTS   applies them; what only FILE has, applied earlier, is pruned
//
// Options: --kubeconfig FILE, --namespace NAMESPACE of the Kustomization. Without a --name nothing is labelled as Flux's own.
// Prints JSON. Ends with 1 and a message where the engine fails.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/fluxcd/cli-utils/pkg/kstatus/polling"
	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/normalize"
	"github.com/fluxcd/pkg/ssa/utils"
)

func main() {
	answer, err := run(context.Background(), os.Args[1:])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(answer)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "flux:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) (any, error) {
	if len(args) == 0 {
		return nil, fmt.Errorf("a command is missing: diff or apply")
	}
	flags := flag.NewFlagSet("flux", flag.ExitOnError)
	kubeconfig := flags.String("kubeconfig", os.Getenv("KUBECONFIG"), "")
	name := flags.String("name", "", "of the Kustomization")
	namespace := flags.String("namespace", "default", "of the Kustomization")
	previous := flags.String("previous", "", "file of the manifests that were applied before")
	if err := flags.Parse(args[1:]); err != nil {
		return nil, err
	}
	manager, err := newManager(*kubeconfig)
	if err != nil {
		return nil, err
	}
	k := kustomization{manager, *name, *namespace}
	objects, err := k.read(os.Stdin)
	if err != nil {
		return nil, err
	}
	switch args[0] {
	case "diff":
		return k.diff(ctx, objects)
	case "apply":
		return k.apply(ctx, objects, *previous)
	}
	return nil, fmt.Errorf("no command %s; there are: diff apply", args[0])
}

func newManager(kubeconfig string) (*ssa.ResourceManager, error) {
	// The engine logs nothing that its answer does not say; unset, controller-runtime complains after half a minute.
	log.SetLogger(logr.Discard())
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	c, err := client.New(config, client.Options{})
	if err != nil {
		return nil, err
	}
	poller := polling.NewStatusPoller(c, c.RESTMapper(), polling.Options{})
	return ssa.NewResourceManager(c, poller, ssa.Owner{Field: controller, Group: group}), nil
}

func (k kustomization) read(file *os.File) ([]*unstructured.Unstructured, error) {
	objects, err := utils.ReadObjects(file)
	if err != nil {
		return nil, err
	}
	if k.name != "" {
		k.manager.SetOwnerLabels(objects, k.name, k.namespace)
	}
	return objects, normalize.UnstructuredList(objects)
}
