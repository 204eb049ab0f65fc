// What Argo CD does with the manifests of an Application whose destination is one namespace, by its own engine (gitops-engine), once:
//
//	argo diff [--mode server-side|structured|legacy] < MANIFESTS   what differs in the cluster, and what would be pruned
//	argo sync [--server-side] [--prune] < MANIFESTS                applies them, and prunes what is gone
//
// Options: --kubeconfig FILE, --namespace NAMESPACE, --app NAME, --tracking annotation|label. Without a name nothing is tracked as
// Argo CD's own.
// Prints JSON. Ends with 1 and a message where the engine fails.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/go-logr/logr"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/tracing"
)

func main() {
	klog.SetLogger(logr.Discard())
	answer, err := run(context.Background(), os.Args[1:])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(answer)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "argo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) (any, error) {
	if len(args) == 0 {
		return nil, fmt.Errorf("a command is missing: diff or sync")
	}
	flags := flag.NewFlagSet("argo", flag.ExitOnError)
	kubeconfig := flags.String("kubeconfig", os.Getenv("KUBECONFIG"), "")
	name := flags.String("app", "", "name of the Application")
	namespace := flags.String("namespace", "default", "destination of the Application")
	method := flags.String("tracking", "annotation", "how Argo CD knows its own: annotation or label")
	mode := flags.String("mode", "server-side", "of the diff: server-side, structured or legacy")
	serverSide := flags.Bool("server-side", false, "the sync option ServerSideApply=true")
	prune := flags.Bool("prune", false, "")
	if err := flags.Parse(args[1:]); err != nil {
		return nil, err
	}
	app, err := open(*kubeconfig, tracking{*name, *method}, *namespace)
	if err != nil {
		return nil, err
	}
	switch args[0] {
	case "diff":
		return app.diff(*mode)
	case "sync":
		return app.sync(ctx, *serverSide, *prune)
	}
	return nil, fmt.Errorf("no command %s; there are: diff sync", args[0])
}

func open(kubeconfig string, tracking tracking, namespace string) (*application, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	// As many requests at once as Argo CD makes; client-go's default would spread the first listing over ten seconds.
	config.QPS, config.Burst = 50, 100
	manifests, err := io.ReadAll(os.Stdin)
	if err != nil {
		return nil, err
	}
	targets, err := kube.SplitYAML(manifests)
	if err != nil {
		return nil, err
	}
	app := &application{tracking: tracking, namespace: namespace, config: config, targets: targets}
	app.kubectl = &kube.KubectlCmd{Log: logr.Discard(), Tracer: tracing.NopTracer{}}
	return app, app.look()
}
