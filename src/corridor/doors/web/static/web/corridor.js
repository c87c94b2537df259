// Small comforts; every page works without them.
(() => {
  "use strict";

  // Errors are read first.
  document.querySelector("[data-focus]")?.focus();

  // Leave at once and keep no way back to this page.
  for (const link of document.querySelectorAll("[data-quick-exit]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      window.location.replace(link.href);
    });
  }

  // An impatient thumb sends a form once.
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      window.setTimeout(() => delete form.dataset.sent, 5000);
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // A queue by keyboard: j and k move, Enter opens, / searches.
  const links = [...document.querySelectorAll("[data-queue] [data-queue-open]")];
  const typing = (node) => node.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const search = document.querySelector("[data-queue-search]");
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
    } else if ((event.key === "j" || event.key === "k") && links.length) {
      const now = links.indexOf(document.activeElement);
      const next = event.key === "j" ? now + 1 : Math.max(now - 1, 0);
      links[Math.min(next, links.length - 1)].focus();
    }
  });
})();
