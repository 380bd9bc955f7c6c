// Shows the captcha of the page that has this one in a frame, and sends it the solution.
const key = new URLSearchParams(location.search).get('key')
window.showCaptcha = () => {
  const send = (captcha) => parent.postMessage({ captcha }, location.origin)
  window.grecaptcha.render('captcha', { sitekey: key, callback: send, 'expired-callback': () => send('') })
}
const script = document.createElement('script')
const address = new URL(document.querySelector('meta[name=captcha]').content)
address.searchParams.set('onload', 'showCaptcha')
address.searchParams.set('render', 'explicit')
script.src = address.href
document.head.append(script)
