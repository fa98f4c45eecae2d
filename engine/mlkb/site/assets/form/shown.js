// What is seen of the result while answering: a bar that stays in sight, and the whole of it below
// the checklist, drawn when there is time.
(() => {
  "use strict";

  const mlkb = globalThis.mlkb;
  const {make, say} = mlkb;
  const SOON = 400;
  const idle = globalThis.requestIdleCallback
    ? (work) => requestIdleCallback(work, {timeout: SOON}) : (work) => setTimeout(work, 50);

  class Bar {
    // *next* leads to the next open question.
    constructor(id, next) {
      this.progress = make("progress", {"aria-label": say("form.progress"), max: 1});
      this.progress.value = 0;
      this.text = make("p", {class: "mlkb-bar__text"});
      this.news = make("p", {class: "mlkb-bar__news", role: "status"});
      this.next = mlkb.button(say("form.next"), next, {class: "mlkb-button mlkb-button--plain"});
      this.element = make("section", {class: "mlkb-bar", "aria-label": say("form.standing")},
        this.progress,
        make("div", {class: "mlkb-bar__line"}, this.text, this.news,
          make("p", {class: "mlkb-bar__ways"}, this.next,
            make("a", {href: `#${id}---result`}, say("form.to-result")))));
    }

    // Shows a standing; *more* says whether anything is left to answer.
    show({given, asked, blocks, answered, finds, blocking}, more) {
      this.progress.max = asked || 1;
      this.progress.value = given;
      const parts = [
        make("b", null, answered),
        finds ? make("span", null, finds) : null,
        blocks ? make("span", {class: "mlkb-bar__blocks"}, blocking) : null,
      ].filter(Boolean);
      this.text.replaceChildren(...parts.flatMap((one, place) => (place ? [" · ", one] : [one])));
      this.next.hidden = !more;
    }

    tell(text) {
      if (this.news.textContent !== text) this.news.textContent = text;
    }
  }

  class Outcome {
    constructor(id) {
      this.title = make("h3", {id: `${id}---result`, tabindex: "-1"}, say("form.result"));
      this.place = make("div", null);
      this.element = make("section", {class: "mlkb-outcome", "aria-labelledby": this.title.id},
        this.title, this.place,
        this.news = make("p", {class: "mlkb-unseen", role: "status"}));
      this.place.addEventListener("click", (event) => {
        const pressed = event.target.closest("[data-issue]");
        if (pressed) this.copy(pressed);
      });
    }

    // Copies the gap whose button was *pressed* as an issue, or shows the text to copy by hand.
    async copy(pressed) {
      const text = mlkb.issueMarkdown(...this.latest(), pressed.dataset.issue);
      if (!text) return;
      const done = await mlkb.copied(text);
      const told = say(done ? "form.issue-copied" : "form.copy-by-hand");
      this.news.textContent = told;
      const area = done ? null : mlkb.selected(text);
      this.beside?.remove();
      this.beside = make("div", {class: "mlkb-field mlkb-copying"},
        make("p", {class: "mlkb-quiet", "aria-hidden": "true"}, told), area);
      pressed.parentElement.after(this.beside);
      area?.select();
    }

    // Draws the result of *latest*, which gives [report, view], once there is time.
    renew(latest) {
      this.latest = latest;
      if (this.waiting) return;
      this.waiting = true;
      idle(() => {
        this.waiting = false;
        if (!this.element.isConnected) return;
        const fresh = mlkb.resultView(...this.latest());
        if (this.shown) mlkb.renewResult(this.shown, fresh);
        else this.place.replaceChildren(this.shown = fresh);
      });
    }
  }

  Object.assign(mlkb, {Bar, Outcome});
})();
