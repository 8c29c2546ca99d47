/** A path that would lead away from its destination. */
export class WrongTarget extends Error {
  override readonly name = 'WrongTarget';
}

/**
 * The whole URL of a path below a destination's base URL.
 * @throws WrongTarget when it would leave the base URL's origin or path
 */
export function targetUrl(base: string, path: string): string {
  const root = base.replace(/\/+$/, '');
  const parsed = URL.canParse(root + path) ? new URL(root + path) : null;
  const home = new URL(root);
  const inside = parsed?.origin === home.origin && parsed.pathname.startsWith(`${home.pathname.replace(/\/$/, '')}/`);
  if (parsed === null || !path.startsWith('/') || !inside) {
    throw new WrongTarget(`the path leaves ${home.origin}: begin it with / and remove ".."`);
  }
  return parsed.href;
}
