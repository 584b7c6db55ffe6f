// The key comes in the fragment of the address that the terminal shows, and stays in this tab.

const KEPT = "wpharvest-key";
const HEADER = "X-Wpharvest-Token";

if (location.hash.length > 20) {
  sessionStorage.setItem(KEPT, location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

async function ask(path, options = {}) {
  const headers = { [HEADER]: sessionStorage.getItem(KEPT) ?? "" };
  let answer;
  try {
    answer = await fetch(path, { ...options, headers });
  } catch {
    throw new Error("wpharvest doesn’t answer: is it still running in the terminal?");
  }
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error);
  return value;
}

export const rows = () => ask("/api/rows");
export const family = (query) => ask(`/api/family?${new URLSearchParams(query)}`);
export const decide = (verdict) => ask("/api/verdict", { method: "POST", body: JSON.stringify(verdict) });
export const undo = () => ask("/api/undo", { method: "POST" });
