/**
 * The script of the reference page. It filters the operations by the words of the search box, and opens what a link
 * names. Without it, everything can be read and opened.
 */
export const script = `
const box = document.querySelector('input')
const count = document.querySelector('[role=status]')
const entries = [...document.querySelectorAll('section > details')]
  .map((element) => ({ element, text: element.textContent.toLowerCase() }))
box.closest('[hidden]').hidden = false
function filter() {
  const words = box.value.toLowerCase().split(' ').filter((word) => word !== '')
  let found = 0
  for (const { element, text } of entries) {
    element.hidden = !words.every((word) => text.includes(word))
    if (!element.hidden) found += 1
  }
  for (const section of document.querySelectorAll('section'))
    section.hidden = words.length > 0 && !section.querySelector('details:not([hidden])')
  count.textContent = words.length > 0 ? found + ' of ' + entries.length + ' found' : ''
}
function openTarget() {
  const target = document.getElementById(location.hash.slice(1))
  if (!target) return
  if (target.closest('[hidden]')) {
    box.value = ''
    filter()
  }
  const details = target.closest('details')
  if (details) details.open = true
  target.scrollIntoView()
}
box.addEventListener('input', filter)
addEventListener('hashchange', openTarget)
filter()
openTarget()
`
