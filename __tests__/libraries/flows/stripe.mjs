import Stripe from 'stripe';
import { check, checkMatch, createBrowser } from './client.mjs';

export default async function stripeWebhook(base) {
  const browser = createBrowser(base);
  const secret = process.env.STRIPE_WEBHOOK_SECRET;
  // Spaces and non-ASCII text: what was parsed and written again would have another signature.
  const payload = JSON.stringify(
    { id: 'evt_1', object: 'event', type: 'charge.succeeded', note: 'Müller 🎉' },
    null,
    2,
  );
  const signature = new Stripe('sk_test_unused').webhooks.generateTestHeaderString({ payload, secret });
  const deliver = (body) =>
    browser.post('/api/stripe', body, { 'content-type': 'application/json', 'stripe-signature': signature });

  const valid = await deliver(payload);
  check('valid signature', [valid.status, valid.json], [200, { received: true, type: 'charge.succeeded' }]);
  const tampered = await deliver(payload.replace('evt_1', 'evt_2'));
  check('tampered body', tampered.status, 400);
  checkMatch('tampered body', tampered.text, /^Webhook Error: No signatures found matching/);
  check('same value, other bytes', (await deliver(JSON.stringify(JSON.parse(payload)))).status, 400);
  check('GET', (await browser.get('/api/stripe')).status, 405);
}
