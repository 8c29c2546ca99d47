/** Shared definitions of one section that a brand does not have: since its `uses` does not name them, or its `except` does. */
export interface Untaken {
  readonly by: 'uses' | 'except';
  readonly names: readonly string[];
}
