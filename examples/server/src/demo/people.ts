/** The installation creates the first one, which is the default. */
export const departments = [
  { name: 'Help and Support', private: false },
  { name: 'Orders and Delivery', private: false },
  { name: 'Payments', private: false },
  { name: 'Workshop', private: true },
] as const

export type DepartmentName = (typeof departments)[number]['name']

export interface DemoStaff {
  readonly name: string
  readonly email: string
  readonly level: 1 | 2 | 3
  readonly serves: readonly DepartmentName[]
}

/** The installation creates the first one. */
export const staff = [
  {
    name: 'Ada Okafor',
    email: 'ada@harbour-cycles.example',
    level: 3,
    serves: ['Help and Support', 'Orders and Delivery', 'Payments', 'Workshop'],
  },
  {
    name: 'Tomas Berg',
    email: 'tomas@harbour-cycles.example',
    level: 2,
    serves: ['Help and Support', 'Orders and Delivery', 'Workshop'],
  },
  {
    name: 'Ines Carvalho',
    email: 'ines@harbour-cycles.example',
    level: 2,
    serves: ['Payments', 'Orders and Delivery'],
  },
  { name: 'Li Wen', email: 'li@harbour-cycles.example', level: 1, serves: ['Help and Support', 'Workshop'] },
  { name: 'Marek Nowy', email: 'marek@harbour-cycles.example', level: 1, serves: ['Orders and Delivery'] },
  {
    name: 'Sana Rahimi',
    email: 'sana@harbour-cycles.example',
    level: 1,
    serves: ['Help and Support', 'Payments'],
  },
] as const satisfies readonly DemoStaff[]

const customerNames = [
  'Maria Lopez',
  'Jonas Weber',
  'Aisha Bello',
  'Pierre Lambert',
  'Yuki Tanaka',
  'Olga Petrova',
  'Daniel Cohen',
  'Fatima Zahra',
  'Sven Lindqvist',
  'Grace Mwangi',
  'Luca Ferri',
  'Emma Byrne',
  'Ravi Menon',
  'Chloe Martin',
  'Hugo Silva',
  'Nadia Haddad',
  'Peter Novak',
  'Mei Chen',
  'Amara Diallo',
  'Oskar Nilsen',
  'Julia Roth',
  'Kofi Asante',
  'Elif Demir',
  'Bruno Costa',
  'Hannah Fischer',
  'Arjun Patel',
  'Sofia Rossi',
  'Liam Doyle',
  'Zara Khan',
  'Mateo Vega',
  'Ingrid Dahl',
  'Samuel Osei',
  'Clara Dubois',
  'Tariq Aziz',
  'Nina Horvat',
  'George Papas',
  'Leila Amini',
  'Victor Moreau',
  'Dunja Kovac',
  'Ben Whitfield',
]

export const customers = customerNames.map((name) => ({
  name,
  email: `${name.toLowerCase().replace(' ', '.')}@post.example`,
}))

/** Values for the placeholders in the texts. */
export const gaps = {
  product: [
    'Tern 7 city bike',
    'Gull touring bike',
    'Heron e-bike',
    'Plover kids bike',
    'Kite gravel bike',
    'Beacon front light',
    'Mooring chain lock',
    'Breakwater pannier',
    'Skipper helmet',
    'Cargo trailer',
  ],
  city: ['Lisbon', 'Gothenburg', 'Leeds', 'Utrecht', 'Bilbao', 'Graz', 'Tartu', 'Cork', 'Rennes', 'Trieste'],
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  amount: ['18.50', '24.90', '39.00', '64.95', '120.00', '349.00', '899.00'],
} as const
