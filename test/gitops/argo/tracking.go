package main

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
)

// Argo CD's two ways to know an application's own objects. The annotation, its default, has the form
// <application>:<group>/<kind>:<namespace>/<name>; the label is the application's name.
const (
	trackingAnnotation = "argocd.argoproj.io/tracking-id"
	trackingLabel      = "app.kubernetes.io/instance"
)

type tracking struct {
	application string // empty: nothing is tracked
	method      string
}

func (t tracking) mark(object *unstructured.Unstructured) {
	switch {
	case t.application == "":
	case t.method == "label":
		object.SetLabels(with(object.GetLabels(), trackingLabel, t.application))
	default:
		object.SetAnnotations(with(object.GetAnnotations(), trackingAnnotation, t.id(object)))
	}
}

// Whether the object bears the application's mark, whoever put it there.
func (t tracking) marks(object *unstructured.Unstructured) bool {
	switch {
	case t.application == "":
		return false
	case t.method == "label":
		return object.GetLabels()[trackingLabel] == t.application
	}
	return strings.HasPrefix(object.GetAnnotations()[trackingAnnotation], t.application+":")
}

// Argo CD prunes an object only where its tracking id is the object's own: elsewhere it was copied there. A label cannot tell.
func (t tracking) isCopy(object *unstructured.Unstructured) bool {
	return t.method != "label" && object.GetAnnotations()[trackingAnnotation] != t.id(object)
}

func (t tracking) id(object *unstructured.Unstructured) string {
	kind := object.GroupVersionKind()
	return fmt.Sprintf("%s:%s/%s:%s/%s", t.application, kind.Group, kind.Kind, object.GetNamespace(), object.GetName())
}

// Group, kind, namespace and name.
func identity(object *unstructured.Unstructured) string {
	key := kube.GetResourceKey(object)
	return key.String()
}

func with(all map[string]string, key, value string) map[string]string {
	if all == nil {
		all = map[string]string{}
	}
	all[key] = value
	return all
}
