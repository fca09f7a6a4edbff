/* SPDX-License-Identifier: ISC */

/*
 * Enhancement only: every page works without this file.  Markup asks for a
 * behaviour by a data attribute; docs/design.md lists them.
 */
(() => {
	"use strict";

	const root = document.documentElement;
	const one = (selector, from = document) => from.querySelector(selector);
	const all = (selector, from = document) =>
	    [...from.querySelectorAll(selector)];

	/* Theme: a cookie, so that the server writes it into the next page. */

	function theme_show() {
		const now = root.dataset.theme || "auto";

		for (const input of all("input[name=theme]"))
			input.checked = input.value === now;
	}

	function theme_set(theme) {
		const secure = location.protocol === "https:" ? "; secure" : "";

		root.dataset.theme = theme;
		document.cookie = `theme=${theme}; path=/; max-age=31536000` +
		    `; samesite=lax${secure}`;
		theme_show();
	}

	/* data-swap="#id, #other": load, put the same fragments of the answer here. */

	let running = null;
	let shown = location.pathname + location.search;

	/* How to find the focused element again in the new fragment. */
	function focus_path() {
		const el = document.activeElement;
		const name = el?.getAttribute("name");
		const href = el?.getAttribute("href");

		if (!el || el === document.body)
			return null;
		if (el.id)
			return "#" + CSS.escape(el.id);
		if (name)
			return `[name="${CSS.escape(name)}"]` + (el.value &&
			    /^(checkbox|radio|submit)$/.test(el.type) ?
			    `[value="${CSS.escape(el.value)}"]` : "");
		return href ? `a[href="${CSS.escape(href)}"]` : null;
	}

	function fragments_put(page, selectors) {
		const focus = focus_path();
		const before = document.activeElement;

		for (const selector of [...selectors, "#notice", "#cart-link"]) {
			const old = one(selector);
			const fresh = one(selector, page);

			if (old && fresh)
				old.replaceWith(document.adoptNode(fresh));
		}
		if (before && !before.isConnected) {
			const next = (focus && one(focus)) || one(selectors[0]);

			if (next && !next.matches("a, input, button, select, textarea, [tabindex]"))
				next.tabIndex = -1;
			next?.focus({ preventScroll: true });
		}
		document.title = page.title;
		ready();
	}

	async function swap(url, selectors, options = {}) {
		const posting = options.method === "POST";
		const mine = new AbortController();

		running?.abort();
		running = mine;
		for (const selector of selectors)
			one(selector)?.setAttribute("aria-busy", "true");
		try {
			const answer = await fetch(url, { ...options, signal: mine.signal });
			const text = await answer.text();
			const page = new DOMParser().parseFromString(text, "text/html");

			if (!selectors.every(s => one(s) && one(s, page)))
				throw new Error("no such fragment");
			fragments_put(page, selectors);
			/* A refused form has no address of its own. */
			if (!options.quiet && (!posting || answer.redirected)) {
				const at = new URL(answer.url);

				at.searchParams.delete("notice");
				if (at.pathname + at.search !== shown)
					history.pushState(null, "", at);
				shown = at.pathname + at.search;
			}
		} catch (error) {
			if (error.name === "AbortError" || options.quiet)
				return;
			/* What was sent may have arrived: look, never send twice. */
			if (posting)
				location.reload();
			else
				location.assign(url);
		} finally {
			for (const selector of selectors)
				one(selector)?.removeAttribute("aria-busy");
		}
	}

	const wanted = el => el.dataset.swap.split(",").map(s => s.trim());

	function form_swap(form, submitter) {
		const url = new URL(submitter?.formAction || form.action);
		const body = new URLSearchParams(new FormData(form, submitter));

		if (form.method === "post")
			return swap(url, wanted(form), { method: "POST", body });
		/* Empty filters would only make the address long. */
		url.search = new URLSearchParams([...body].filter(([, v]) => v !== ""));
		return swap(url, wanted(form));
	}

	/* One press, one order: a form that was sent waits for its answer. */
	function on_submit(event) {
		const form = event.target;
		const button = event.submitter;

		if (event.defaultPrevented || form.method === "dialog")
			return;
		if (form.dataset.sent) {
			event.preventDefault();
			return;
		}
		if (form.method === "post") {
			form.dataset.sent = "true";
			button?.setAttribute("aria-disabled", "true");
			setTimeout(() => form_free(form), 10000);
		}
		if (form.dataset.swap && !all("input[type=file]", form).length) {
			event.preventDefault();
			form_swap(form, button).finally(() => form_free(form));
		}
	}

	function form_free(form) {
		delete form.dataset.sent;
		for (const button of all("[aria-disabled]", form))
			button.removeAttribute("aria-disabled");
	}

	/* Clicks, by what was clicked. */

	const clicks = {
		"a[data-swap]": (el, event) => {
			if (event.metaKey || event.ctrlKey || event.shiftKey || event.button)
				return;
			event.preventDefault();
			swap(el.href, wanted(el));
		},
		"[data-open]": (el, event) => {
			const dialog = one(el.dataset.open);

			if (!dialog?.showModal)
				return;
			event.preventDefault();
			dialog.showModal();
		},
		"[data-close]": el => el.closest("dialog")?.close(),
		"[data-step]": el => {
			const input = one("input", el.parentElement);

			if (Number(el.dataset.step) > 0)
				input.stepUp();
			else
				input.stepDown();
			input.dispatchEvent(new Event("change", { bubbles: true }));
		},
		"[data-reveal]": el => {
			const input = one("input", el.parentElement);
			const plain = input.type === "password";

			input.type = plain ? "text" : "password";
			el.setAttribute("aria-pressed", plain);
		},
		"[data-copy]": el => navigator.clipboard?.writeText(el.dataset.copy),
		"[data-print]": () => print(),
		".gallery .thumbs a": (el, event) => {
			event.preventDefault();
			one(el.hash)?.scrollIntoView({ block: "nearest", inline: "start" });
			for (const a of all("a", el.closest(".thumbs")))
				a.toggleAttribute("aria-current", a === el);
		},
	};

	function on_click(event) {
		const target = event.target;

		for (const menu of all("details.menu[open]"))
			if (!menu.contains(target))
				menu.open = false;
		if (target.matches?.("dialog"))
			target.close();			/* its backdrop */
		for (const [selector, act] of Object.entries(clicks)) {
			const el = target.closest?.(selector);

			if (el)
				act(el, event);
		}
	}

	function on_change(event) {
		const el = event.target;

		if (el.name === "theme")
			return theme_set(el.value);
		if (el.dataset.all !== undefined)
			for (const box of all(`input[name="${CSS.escape(el.dataset.all)}"]`,
			    el.form || document))
				box.checked = el.checked;
		for (const tally of all("[data-checked]"))
			tally.textContent =
			    all(`input[name="${tally.dataset.checked}"]:checked`).length;
		if (el.form?.dataset.auto !== undefined)
			el.form.requestSubmit();
	}

	function on_key(event) {
		const menu = event.key === "Escape" &&
		    event.target.closest?.("details.menu[open]");

		if (menu) {
			menu.open = false;
			one("summary", menu).focus();
		}
	}

	/*
	 * Live: <main data-live="order. payment."> with an id is fetched anew when
	 * an event of such a name arrives; the event is a hint, the page the truth.
	 */
	let hint = 0;

	function live_start() {
		const parts = all("[data-live][id]");

		if (!parts.length || !window.EventSource)
			return;
		new EventSource("/events").onmessage = ({ data }) => {
			const hit = all("[data-live][id]").filter(el => el.dataset.live
			    .split(" ").some(name => data.includes(`"${name}`)));

			if (!hit.length || hit.some(el => el.contains(document.activeElement) &&
			    document.activeElement.matches("input, select, textarea")))
				return;
			clearTimeout(hint);
			hint = setTimeout(() => swap(location.href,
			    hit.map(el => "#" + el.id), { quiet: true }), 400);
		};
	}

	/* After a load and after every swap. */
	function ready() {
		theme_show();
		for (const form of all("form[data-sent]"))
			form_free(form);
	}

	document.addEventListener("click", on_click);
	document.addEventListener("submit", on_submit);
	document.addEventListener("change", on_change);
	document.addEventListener("keydown", on_key);
	addEventListener("pageshow", ready);
	addEventListener("popstate", () => {
		if (location.pathname + location.search !== shown)
			location.reload();
	});
	/* A notice is said once: loading the page again does not repeat it. */
	function notice_forget() {
		const here = new URL(location.href);

		if (!here.searchParams.has("notice"))
			return;
		here.searchParams.delete("notice");
		history.replaceState(null, "", here);
		shown = here.pathname + here.search;
	}

	notice_forget();
	ready();
	live_start();
})();
