import { at, company, type SampleCompany } from './sample-company';
import type { LocalDate } from '#domain/values/local-date';
import { rateOfHundredths } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';

const ESTUAIRE = 'cabinet-estuaire';
const LUMIERE = 'cabinet-lumiere';

/** Their payroll of November and December 2025 was done elsewhere: their DSN comes with them. */
export const NEW_CLIENTS = 'reprise-nouveaux-clients';
/** Deposited on the 14th of January only. */
export const LATE = 'conserverie-du-ponant';
const NEW_CLIENTS_SINCE = '2026-01-05' as LocalDate;

/** 42 920 € a month: two months at 2,10 % instead of 2,35 % are 214,60 €. */
const ENGINEERS = [6200, 5800, 5400, 5000, 4600, 4400, 4200, 3820, 3500];
const NO_NOTICE_YET = '999ZZ' as RiskCode;

export const STORY_COMPANIES: readonly SampleCompany[] = [
  company(20, 'Électro-Loire Maintenance', { headcount: '62', since: '2016-01-01', dsn: 'electro-loire' }, [
    at('44000 Nantes', '17 rue des Machines', '312AG', 9, {
      ...{ story: 'declared-otherwise', job: 'Technicien de maintenance', history: '2024', bases: ENGINEERS },
      ...{ rates: [210, 235, 235], declared: 210 },
    }),
    at('44600 Saint-Nazaire', '3 boulevard de l’Atlantique', '312AG', 11, {
      job: 'Électricien',
      rates: [231, 228, 219],
    }),
    at('49000 Angers', '52 rue du Mail', '312AG', 12, { job: 'Électrotechnicien', rates: [219, 222, 224] }),
  ]),
  company(21, 'Menuiserie des Trois Chênes', { headcount: '8', since: '2013-06-01', dsn: ESTUAIRE }, [
    at('29000 Quimper', '6 rue du Frout', '203ZF', 8, { story: 'year-2025', job: 'Menuisier', history: '2024' }),
  ]),
  company(22, 'Transports Vercorin', { headcount: '48', since: '2014-02-01', dsn: 'transports-vercorin' }, [
    at('38000 Grenoble', '90 rue des Alpes', '602MG', 16, {
      ...{ story: 'section-change', job: 'Conducteur routier', rates: [498, 507, 489] },
      january: [{ rate: 489, section: '02' }],
    }),
    at('26000 Valence', '11 avenue de Provence', '602MG', 10, { job: 'Conductrice routière', rates: [521, 530, 534] }),
  ]),
  company(23, 'Bâtisseurs de la Baie', { headcount: '34,20', since: '2015-01-01', dsn: 'batisseurs-de-la-baie' }, [
    at('56000 Vannes', '28 rue du Port', '452BE', 18, {
      ...{ story: 'office-rates', history: 'none', rates: [690, 698, 712] },
      staff: [
        { count: 15, job: 'Maçon' },
        { count: 3, job: 'Assistante administrative', office: true, declared: rateOfHundredths(67) },
      ],
      january: [{ rate: 712 }, { rate: 71, office: 'O', section: '02' }],
    }),
    at('56100 Lorient', '4 quai de Rohan', '452BE', 12, { job: 'Maçon', rates: [715, 722, 730] }),
  ]),
  company(24, 'Atelier Fil & Trame', { headcount: '14', since: '2021-09-01', dsn: ESTUAIRE, carrier: 'current' }, [
    at('59100 Roubaix', '5 rue du Peignage', '182CB', 9, { job: 'Couturière' }),
    at('59200 Tourcoing', '21 rue du Textile', '182CB', 6, {
      ...{ story: 'first-notice', job: 'Piqueuse', history: 'none' },
      staff: [{ code: NO_NOTICE_YET, declared: null }],
      january: [{ rate: 245, from: '2025-10-01' }, { rate: 236 }],
    }),
  ]),
  company(25, 'Conserverie du Ponant', { headcount: '19,50', since: '2018-03-01', dsn: LATE, carrier: 'current' }, [
    at('29900 Concarneau', '2 quai de la Criée', '155CC', 13, { job: 'Opératrice de conserverie' }),
    at('29100 Douarnenez', '8 rue du Rosmeur', '155CC', 6, {
      ...{ story: 'unknown-until-dsn', job: 'Opérateur de conserverie', history: 'none', unnamed: true },
      staff: [{ code: NO_NOTICE_YET, declared: null }],
    }),
  ]),
  company(26, 'Crèche Les Petits Galets', { headcount: '11', since: NEW_CLIENTS_SINCE, dsn: NEW_CLIENTS }, [
    at('76200 Dieppe', '13 rue de la Grève', '853AE', 11, {
      ...{ story: 'new-client', job: 'Auxiliaire de puériculture', history: 'none' },
    }),
  ]),
  company(
    27,
    'Voyages Cap Horizon',
    { headcount: '4', since: NEW_CLIENTS_SINCE, dsn: NEW_CLIENTS, atmpAccount: false },
    [
      at('13001 Marseille', '30 rue des Phocéens', '633ZC', 4, {
        ...{ story: 'new-client-waiting', job: 'Conseillère voyages', history: 'none', january: [] },
      }),
    ],
  ),
  company(28, 'Ambulances du Val Doré', { headcount: '12', since: '2024-03-01', dsn: LUMIERE, carrier: 'older' }, [
    at('37000 Tours', '19 rue des Halles', '851JA', 12, {
      ...{ story: 'automation-refused', job: 'Ambulancier', history: 'none' },
    }),
  ]),
  company(
    29,
    'Imprimerie du Passage',
    { headcount: '10', since: '2019-04-01', automation: false, dsn: LUMIERE, carrier: 'csv' },
    [
      at('69007 Lyon', '36 rue de Marseille', '222CD', 10, {
        story: 'automation-no',
        job: 'Imprimeur',
        history: 'none',
      }),
    ],
  ),
  company(
    30,
    'Studio Pixel & Plume',
    { headcount: '9', since: '2024-09-01', automation: true, dsn: LUMIERE, carrier: 'csv' },
    [at('75011 Paris', '8 passage des Taillandiers', '723ZA', 9, { story: 'automation-yes', job: 'Développeuse' })],
  ),
  company(
    31,
    'Déménagements Clair de Lune',
    { headcount: '10', since: '2017-05-01', dsn: ESTUAIRE, carrier: 'current' },
    [
      at('21000 Dijon', '15 rue de la Colombière', '602NA', 10, {
        ...{ story: 'unknown-code', job: 'Déménageur', january: [{ code: '602MD', rate: 656 }] },
      }),
    ],
  ),
  company(32, 'Fleurs de Corail', { headcount: '3', since: '2020-01-01', dsn: LUMIERE, carrier: 'csv' }, [
    at('06000 Nice', '2 cours des Mimosas', '524XB', 3, {
      ...{ story: 'ten-times', job: 'Fleuriste', january: [{ rate: 1940 }] },
    }),
  ]),
  company(
    33,
    'Clinique vétérinaire des Salines',
    { headcount: '7', since: '2019-02-01', dsn: ESTUAIRE, carrier: 'older' },
    [
      at('17000 La Rochelle', '41 rue des Paludiers', '852ZB', 7, {
        ...{ story: 'payroll-running', job: 'Auxiliaire vétérinaire' },
      }),
    ],
  ),
  company(34, 'Traiteur Sel & Sarriette', { headcount: '5', since: '2018-08-01', dsn: LUMIERE, carrier: 'csv' }, [
    at('30000 Nîmes', '7 rue de l’Horloge', '522CB', 5, {
      ...{ story: 'contradiction', job: 'Traiteur', january: [{ rate: 295 }, { rate: 395 }] },
    }),
  ]),
  company(35, 'Nettoyage Azur Clair', { headcount: '18,30', since: '2016-11-01', dsn: ESTUAIRE, carrier: 'current' }, [
    at('83000 Toulon', '12 rue du Mistral', '747ZF', 18, {
      ...{ story: 'bonus-malus', job: 'Agent de propreté', january: [] },
    }),
  ]),
  company(36, 'Couverture Haute Cime', { headcount: '9', since: '2017-03-01', dsn: LUMIERE, carrier: 'older' }, [
    at('74000 Annecy', '3 chemin des Ardoises', '452JD', 9, {
      ...{
        story: 'past-correction',
        job: 'Couvreur',
        correction: { rate: 810, from: '2025-07-01', calculatedAt: '2025-12-19T11:05:00' },
      },
    }),
  ]),
  company(37, 'Entrepôts de la Porte du Nord', { headcount: '118', since: '2013-01-01', dsn: 'porte-du-nord' }, [
    at('62000 Arras', '100 rue du Canal', '631EE', 30, {
      ...{ story: 'several-rates', job: 'Cariste', rates: [331, 326, 318] },
      january: [{ rate: 318 }, { rate: 402, code: '631DA', section: '02' }],
    }),
  ]),
  company(38, 'Bureau d’études Ligne Claire', { headcount: '8', since: '2015-05-01', dsn: ESTUAIRE }, [
    at('45000 Orléans', '26 rue de Bourgogne', '742CE', 8, { story: 'not-received', job: 'Dessinatrice', january: [] }),
  ]),
  company(39, 'Théâtre de la Lanterne', { headcount: '14', since: '2014-09-01', dsn: 'theatre-de-la-lanterne' }, [
    at('84000 Avignon', '5 rue des Teinturiers', '923AD', 14, {
      story: 'artists',
      staff: [
        { count: 6, job: 'Régisseuse' },
        { count: 8, job: 'Comédien', artist: true, declared: rateOfHundredths(116) },
      ],
    }),
  ]),
  company(40, 'Domaine des Vignes Hautes', { headcount: '9', since: '2016-02-01', dsn: 'domaine-des-vignes-hautes' }, [
    at('21200 Beaune', '1 chemin des Climats', 'RA190', 9, {
      ...{ story: 'agricultural', job: 'Vigneronne', history: 'none', rates: [301, 295, 295], january: [] },
      staff: [{ regime: '300' }],
    }),
  ]),
  company(41, 'Comptoir des Deux Rives', { headcount: '3', since: '2018-01-01', dsn: LUMIERE }, [
    at('76000 Rouen', '9 quai du Havre', '511TG', 3, {
      ...{ story: 'published', job: 'Représentant multicarte', history: 'none', january: [] },
    }),
  ]),
];
