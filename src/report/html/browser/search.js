// @ts-check
// The search of the grid of servers: hides the rules without the words. The address keeps them: `#q=roster+jabberd2`.

const field = document.querySelector('form.search input');
const answer = document.querySelector('form.search output');
if (field instanceof HTMLInputElement && answer instanceof HTMLOutputElement && field.form !== null) {
  /** @type {NodeListOf<HTMLElement>} */
  const rows = document.querySelectorAll('.rule-rows [data-in]');
  const search = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const text = (row.textContent ?? '').toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      count += Number(!row.hidden);
    }
    /** @type {HTMLDetailsElement | null} */
    const folded = document.querySelector('details.folded');
    if (folded !== null && words.length > 0) folded.open = true;
    answer.textContent = (answer.dataset.text ?? '').replace('{shown}', `${count}`).replace('{all}', `${rows.length}`);
  };
  field.form.hidden = false;
  field.value = new URLSearchParams(location.hash.slice(1)).get('q') ?? '';
  search();
  field.form.addEventListener('submit', (event) => event.preventDefault());
  field.addEventListener('input', () => {
    search();
    history.replaceState(null, '', field.value === '' ? '#rules' : `#${new URLSearchParams({ q: field.value })}`);
  });
}
