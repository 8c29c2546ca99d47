import { workflowInfo } from '@temporalio/workflow';

/** True if the worker that did the current task has a build id. The version of any other has no deployment. */
export function hasBuild(): boolean {
  return Boolean(workflowInfo().currentDeploymentVersion?.deploymentName);
}
