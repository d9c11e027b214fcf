/** The BPro system whose books the local BPro holds. */
export const TENANT = 'demo';

/** The realm id of the company that the local QuickBooks holds. */
export const COMPANY = '9130350000000001';
