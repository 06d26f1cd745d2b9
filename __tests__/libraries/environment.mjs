/** What the routes and the flows read: where the server and the one behind its proxy are, and fixed secrets. */
export function environment(base, upstream) {
  return {
    NEXTAUTH_URL: base,
    NEXTAUTH_SECRET: 'a secret of the tests',
    BETTER_AUTH_URL: base,
    BETTER_AUTH_SECRET: 'a secret of the tests that is long enough',
    BETTER_AUTH_TELEMETRY: '0',
    PROXY_TARGET: upstream,
    STRIPE_SECRET_KEY: 'sk_test_unused',
    STRIPE_WEBHOOK_SECRET: 'whsec_of_the_tests',
  };
}
