/** What a store that sells, rents and repairs bicycles has on its shelves. */
export interface ProductLine {
  readonly nouns: readonly string[];
  readonly kind: 'retail' | 'rental' | 'service';
  readonly tracked: boolean;
  readonly taxable: boolean;
  readonly sku: string;
  /** Path of the category. */
  readonly category: readonly string[];
  /** Dollars, from and to. */
  readonly price: readonly [number, number];
}

export const PRODUCT_LINES: readonly ProductLine[] = [
  {
    nouns: [
      'Road Bike',
      'Gravel Bike',
      'Touring Bike',
      'Cargo Bike',
      'City Bike',
      'Mountain Bike',
      'Folding Bike',
    ],
    kind: 'retail',
    tracked: true,
    taxable: true,
    sku: 'BK',
    category: ['Bikes'],
    price: [450, 5200],
  },
  {
    nouns: ['E-Bike', 'E-Cargo Bike', 'E-Mountain Bike'],
    kind: 'retail',
    tracked: true,
    taxable: true,
    sku: 'EB',
    category: ['Bikes', 'Electric'],
    price: [1400, 8900],
  },
  {
    nouns: ['Helmet', 'Gloves', 'Rain Jacket', 'Jersey', 'Bib Shorts', 'Overshoes'],
    kind: 'retail',
    tracked: true,
    taxable: true,
    sku: 'CL',
    category: ['Apparel'],
    price: [15, 240],
  },
  {
    nouns: [
      'Chain',
      'Cassette',
      'Chainring',
      'Brake Pads',
      'Derailleur',
      'Bottom Bracket',
      'Headset',
      'Saddle',
    ],
    kind: 'retail',
    tracked: true,
    taxable: true,
    sku: 'PT',
    category: ['Parts', 'Drivetrain'],
    price: [8, 310],
  },
  {
    nouns: ['Tyre', 'Inner Tube', 'Wheel', 'Rim Tape', 'Spoke Set'],
    kind: 'retail',
    tracked: false,
    taxable: true,
    sku: 'WH',
    category: ['Parts', 'Wheels'],
    price: [4, 420],
  },
  {
    nouns: ['Lock', 'Light Set', 'Pannier', 'Bottle', 'Pump', 'Mudguard Set', 'Bell', 'Rack'],
    kind: 'retail',
    tracked: false,
    taxable: true,
    sku: 'AC',
    category: ['Accessories'],
    price: [5, 160],
  },
  {
    nouns: ['Day Rental', 'Weekend Rental', 'Week Rental'],
    kind: 'rental',
    tracked: true,
    taxable: true,
    sku: 'RN',
    category: ['Rental', 'Bikes'],
    price: [25, 260],
  },
  {
    nouns: ['Child Seat Rental', 'Trailer Rental', 'Car Rack Rental'],
    kind: 'rental',
    tracked: false,
    taxable: true,
    sku: 'RA',
    category: ['Rental', 'Equipment'],
    price: [8, 60],
  },
  {
    nouns: ['Tune-Up', 'Wheel Truing', 'Brake Service', 'Suspension Service', 'Bike Fitting', 'Assembly'],
    kind: 'service',
    tracked: false,
    taxable: false,
    sku: 'SV',
    category: ['Services'],
    price: [20, 280],
  },
];

export const BRANDS =
  'Ardent Boreal Cadence Driftwood Ember Fjord Gossamer Highline Ironwood Jetty Kestrel Lodestar Marlin Northwind Outpost Pilgrim Quarry Ridgeway Summit Tandem Union Velora Wayfarer Zephyr'.split(
    ' ',
  );

export const GRADES =
  'Classic Comfort Core Elite Expedition Junior Lite Plus Pro Signature Sport Trail Urban XL'.split(' ');
