// The pages work without this. With it, a rescan shows how far it is and what it found without a
// new page, an upload shows how far it is, and screen readers hear of all that.
"use strict";

(() => {
  const SPEAK_EVERY = 5000; // milliseconds
  const form = document.getElementById("upload");
  const status = document.getElementById("upload-status");
  if (!form || !status) {
    return;
  }

  function send() {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", "Sent so far");
    bar.value = 0;
    status.before(bar);
    let spoken = Date.now();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      bar.max = event.total;
      bar.value = event.loaded;
      if (Date.now() - spoken >= SPEAK_EVERY) {
        spoken = Date.now();
        status.textContent = Math.floor((100 * event.loaded) / event.total) + " % sent.";
      }
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      status.textContent = "All sent. Checking it.";
    });
    request.addEventListener("load", () => {
      if (request.status === 200) {
        location.assign(request.responseURL);
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      fail(page.querySelector("main p")?.textContent ?? "The host did not take the file.");
    });
    request.addEventListener("error", () => {
      fail("The host broke off. It takes files of up to 256 MB.");
    });

    function fail(text) {
      bar.remove();
      status.textContent = text;
      form.querySelector("button").disabled = false;
    }

    request.open("POST", form.action);
    request.send(new FormData(form));
    form.querySelector("button").disabled = true;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
})();

(() => {
  const EVERY = 700; // milliseconds
  const SPEAK_EVERY = 5000;
  const actions = document.getElementById("rescan-actions");
  const status = document.getElementById("rescan-status");
  if (!actions || !status || !("running" in actions.dataset)) {
    return;
  }
  let spoken = Date.now();

  function show(progress) {
    const bar = document.getElementById("rescan-bar");
    const current = document.getElementById("rescan-current");
    if (bar && current) {
      bar.max = Math.max(1, progress.total);
      bar.value = progress.done;
      current.textContent = progress.current;
    }
    if (Date.now() - spoken >= SPEAK_EVERY) {
      spoken = Date.now();
      status.textContent = progress.status;
    }
  }

  // Takes over what a new page would show, and leaves the keyboard's place where it was.
  async function renew() {
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const old = document.querySelectorAll(".results");
    const results = page.querySelectorAll(".results");
    const newActions = page.getElementById("rescan-actions");
    const newStatus = page.getElementById("rescan-status");
    if (!answer.ok || results.length !== old.length || !newActions || !newStatus) {
      location.reload();
      return;
    }
    const focused = actions.contains(document.activeElement);
    old.forEach((part, i) => part.replaceWith(results[i]));
    actions.replaceChildren(...newActions.childNodes);
    delete actions.dataset.running;
    status.textContent = newStatus.textContent;
    if (focused) {
      actions.querySelector("button")?.focus();
    }
  }

  async function ask() {
    try {
      const answer = await fetch("/admin/progress", { credentials: "same-origin" });
      if (answer.status === 401) {
        location.reload();
        return;
      }
      const progress = await answer.json();
      if (!progress.running) {
        await renew();
        return;
      }
      show(progress);
    } catch {
      status.textContent = "The host does not answer. Trying again.";
    }
    setTimeout(ask, EVERY);
  }

  setTimeout(ask, EVERY);
})();
