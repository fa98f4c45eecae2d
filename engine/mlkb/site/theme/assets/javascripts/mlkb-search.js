// Material's search, with its texts fetched when somebody searches, not on every first visit.
//
// Material starts this worker in place of its own, whose file name stands behind our "?". It hands
// over the index it has fetched, which in a finished site has no texts; they are in a file of their
// own. The first query fetches that and starts Material's worker, which then answers every query.
// A site that was not finished (`mlkb site serve`) has its texts in the index: nothing is fetched.
(() => {
  "use strict";

  const SETUP = 0;
  const READY = 1;
  const RESULT = 3;
  const theirs = new URL(`workers/${location.search.slice(1)}`, location);
  const texts = new URL("../../search/search_docs.json", location);

  let index; // what Material handed over
  let search; // the promise of its worker, once somebody has searched
  let latest; // the query to answer: those that were typed over while we fetched are not

  const fetched = async () => {
    const response = await fetch(texts);
    if (!response.ok) throw new Error(`${response.status} ${texts}`);
    return response.json();
  };

  const started = async () => {
    const docs = index.docs.length ? index.docs : await fetched();
    const worker = new Worker(theirs);
    await new Promise((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = reject;
      worker.postMessage({ type: SETUP, data: { ...index, docs } });
    });
    worker.onmessage = ({ data }) => postMessage(data);
    return worker;
  };

  const answer = async (query) => {
    latest = query;
    if (!search && !query.data.trim()) {
      postMessage({ type: RESULT, data: { items: [] } });
      return;
    }
    search ??= started();
    try {
      const worker = await search;
      if (query === latest) worker.postMessage(query);
    } catch {
      search = undefined; // nothing is answered, and the next query tries again
    }
  };

  addEventListener("message", ({ data }) => {
    if (data.type === SETUP) {
      index = data.data;
      postMessage({ type: READY });
    } else {
      answer(data);
    }
  });
})();
