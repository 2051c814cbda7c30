// The service worker behind the call's notification: a tap brings the ticket's page back. It caches nothing.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = event.notification.data;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((pages) => {
      const page = pages.find(({ url }) => url === address);
      return page ? page.focus() : self.clients.openWindow(address);
    }),
  );
});
