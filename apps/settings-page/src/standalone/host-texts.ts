/** Texts of the demonstration's host, which is no part of the product. */
export const hostTexts = {
  label: 'Demonstration of BPro',
  name: 'BPro (demonstration)',
  menu: 'Menu of BPro',
  path: 'More › Customize › ',
  hidden: '(no entry: QuickBooks Sync is not enabled)',
  signIn: { manager: 'Sign in as manager', support: 'Sign in as BPro support' },
} as const;
