// Shows the captcha of the page that has this one in a frame, and sends it the solution. The policy of this page says
// which sites may have it in a frame.
const query = new URLSearchParams(location.search)
const key = query.get('key')
const origin = query.get('origin') ?? location.origin
window.showCaptcha = () => {
  const send = (captcha) => parent.postMessage({ captcha }, origin)
  window.grecaptcha.render('captcha', { sitekey: key, callback: send, 'expired-callback': () => send('') })
}
const script = document.createElement('script')
const address = new URL(document.querySelector('meta[name=captcha]').content)
address.searchParams.set('onload', 'showCaptcha')
address.searchParams.set('render', 'explicit')
script.src = address.href
document.head.append(script)
