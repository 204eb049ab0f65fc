package main

import (
	"context"
	"os"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/fluxcd/cli-utils/pkg/object"
	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/utils"
)

// kustomize-controller's field manager, and the prefix of its labels and annotations.
const (
	controller = "kustomize-controller"
	group      = "kustomize.toolkit.fluxcd.io"
)

type kustomization struct {
	manager         *ssa.ResourceManager
	name, namespace string
}

type difference struct {
	Live     *unstructured.Unstructured `json:"live"`
	Expected *unstructured.Unstructured `json:"expected"`
}

type comparison struct {
	Diffs map[string]difference `json:"diffs"`
}

func (k kustomization) diff(ctx context.Context, objects []*unstructured.Unstructured) (comparison, error) {
	result := comparison{map[string]difference{}}
	for _, wanted := range objects {
		change, live, expected, err := k.manager.Diff(ctx, wanted, ssa.DefaultDiffOptions())
		if err != nil {
			return result, err
		}
		if change.Action != ssa.UnchangedAction {
			result.Diffs[change.Subject] = difference{live, expected}
		}
	}
	return result, nil
}

// By object: created, configured, unchanged, skipped or deleted.
type changes map[string]ssa.Action

func (k kustomization) apply(ctx context.Context, objects []*unstructured.Unstructured, previous string) (changes, error) {
	applied, err := k.manager.ApplyAllStaged(ctx, objects, applyOptions())
	if err != nil {
		return nil, err
	}
	result := changes(applied.ToMap())
	gone, err := k.gone(previous, objects)
	if err != nil || len(gone) == 0 {
		return result, err
	}
	deleted, err := k.manager.DeleteAll(ctx, gone, k.pruneOptions())
	if deleted != nil {
		for subject, action := range deleted.ToMap() {
			result[subject] = action
		}
	}
	return result, err
}

// The part of the inventory that is no longer among the objects.
func (k kustomization) gone(previous string, objects []*unstructured.Unstructured) ([]*unstructured.Unstructured, error) {
	if previous == "" {
		return nil, nil
	}
	file, err := os.Open(previous)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	inventory, err := utils.ReadObjects(file)
	if err != nil {
		return nil, err
	}
	ids := object.UnstructuredSetToObjMetadataSet(inventory).Diff(object.UnstructuredSetToObjMetadataSet(objects))
	var gone []*unstructured.Unstructured
	for _, candidate := range inventory {
		if ids.Contains(object.UnstructuredToObjMetadata(candidate)) {
			gone = append(gone, candidate)
		}
	}
	return gone, nil
}

// The controller takes over what kubectl applied before it.
func applyOptions() ssa.ApplyOptions {
	options := ssa.DefaultApplyOptions()
	options.ExclusionSelector = map[string]string{group + "/reconcile": "disabled", group + "/ssa": "Ignore"}
	options.IfNotPresentSelector = map[string]string{group + "/ssa": "IfNotPresent"}
	options.ForceSelector = map[string]string{group + "/force": "enabled"}
	options.Cleanup.Annotations = []string{corev1.LastAppliedConfigAnnotation}
	options.Cleanup.Exclusions = map[string]string{group + "/ssa": "Merge"}
	options.Cleanup.FieldManagers = []ssa.FieldManager{
		{Name: "kubectl", OperationType: metav1.ManagedFieldsOperationApply},
		{Name: "kubectl", OperationType: metav1.ManagedFieldsOperationUpdate},
		{Name: "before-first-apply", OperationType: metav1.ManagedFieldsOperationUpdate},
		{Name: controller, OperationType: metav1.ManagedFieldsOperationUpdate},
	}
	return options
}

// Only what bears this Kustomization's labels, and no annotation against it.
func (k kustomization) pruneOptions() ssa.DeleteOptions {
	options := ssa.DefaultDeleteOptions()
	options.Inclusions = k.manager.GetOwnerLabels(k.name, k.namespace)
	options.Exclusions = map[string]string{group + "/prune": "disabled", group + "/reconcile": "disabled"}
	return options
}
