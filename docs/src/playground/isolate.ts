/**
 * Threads need a page that is isolated. Where the server sends no such headers, a service worker
 * adds them, from the load on that comes after its first: so this loads the page once more.
 */
export async function isolate(): Promise<void> {
  const tried = "svcca-isolated";
  if (crossOriginIsolated || !navigator.serviceWorker || sessionStorage.getItem(tried)) return;
  // Where a browser forbids service workers, it is never ready, and there is one thread.
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, 3000, undefined));
  if (!(await Promise.race([navigator.serviceWorker.ready, late]))) return;
  sessionStorage.setItem(tried, "yes");
  location.reload();
}
