import { at, company, type SampleCompany, type SampleEstablishment } from './sample-company';
import { STORY_COMPANIES } from './portfolio-stories';
import type { StoryName } from './stories';

const ESTUAIRE = 'cabinet-estuaire';
const LUMIERE = 'cabinet-lumiere';

/** Clients with nothing to tell: one rate each, notified in 2025 and again in January 2026. */
const ORDINARY_COMPANIES: readonly SampleCompany[] = [
  company(1, 'Boulangerie Pétrin d’Argent', { headcount: '11,40', since: '2018-04-01', dsn: ESTUAIRE }, [
    at('35000 Rennes', '4 rue de la Monnaie', '158CD', 7, { job: 'Boulanger' }),
    at('35400 Saint-Malo', '18 quai Surcouf', '158CD', 5, { job: 'Vendeuse' }),
  ]),
  company(2, 'Bistrot de l’Écluse', { headcount: '10,25', since: '2019-09-01', dsn: LUMIERE, carrier: 'csv' }, [
    at('31000 Toulouse', '9 port Saint-Sauveur', '553AC', 6, { job: 'Serveur' }),
    at('81000 Albi', '2 place du Marché', '553AC', 5, { job: 'Cuisinière' }),
  ]),
  company(3, 'Garage du Vieux Moulin', { headcount: '6', since: '2017-01-01', dsn: LUMIERE, carrier: 'older' }, [
    at('63000 Clermont-Ferrand', '31 avenue des Volcans', '501ZF', 6, { job: 'Mécanicien' }),
  ]),
  company(4, 'Salon Mèche & Cie', { headcount: '9,10', since: '2020-02-01', dsn: LUMIERE, carrier: 'csv' }, [
    at('33000 Bordeaux', '12 cours des Tilleuls', '930DB', 4, { job: 'Coiffeuse' }),
    at('33600 Pessac', '5 avenue du Parc', '930DB', 3, { job: 'Coiffeur' }),
    at('33700 Mérignac', '27 rue des Pins', '930DB', 3, { job: 'Coiffeuse' }),
  ]),
  company(5, 'Pharmacie du Beffroi', { headcount: '5,80', since: '2016-06-01', dsn: ESTUAIRE }, [
    at('59000 Lille', '1 place du Théâtre', '523AC', 6, { job: 'Préparatrice en pharmacie' }),
  ]),
  company(6, 'Charpentes du Sundgau', { headcount: '41', since: '2015-03-01', dsn: 'charpentes-du-sundgau' }, [
    at('68100 Mulhouse', '8 rue du Sapin', '452JD', 10, { job: 'Charpentier', rates: [772, 760, 748] }),
    at('67000 Strasbourg', '40 quai des Bateliers', '452JD', 9, { job: 'Couvreur', rates: [801, 795, 810] }),
  ]),
  company(7, 'Brasserie du Barachois', { headcount: '10,50', since: '2019-01-01', dsn: ESTUAIRE }, [
    at('97400 Saint-Denis', '3 rue du Phare', '553AC', 6, { job: 'Serveuse' }),
    at('97410 Saint-Pierre', '16 boulevard des Filaos', '553AC', 5, { job: 'Cuisinier' }),
  ]),
  company(8, 'Courtage Saint-Yves', { headcount: '5', since: '2014-05-01', dsn: ESTUAIRE, carrier: 'older' }, [
    at('29200 Brest', '22 rue de l’Arsenal', '660AB', 5, { job: 'Chargée de clientèle' }),
  ]),
  company(9, 'Halles de Cocagne', { headcount: '96,30', since: '2018-10-01', dsn: 'halles-de-cocagne' }, [
    at('81000 Albi', '70 route de Cordes', '521FB', 26, { job: 'Employé de libre-service', rates: [334, 341, 352] }),
    at('81100 Castres', '11 avenue de la Montagne', '521FB', 22, { job: 'Hôtesse de caisse', rates: [318, 326, 321] }),
    at('81600 Gaillac', '6 place du Griffoul', '521FB', 20, { job: 'Boucher', rates: [345, 352, 352] }),
  ]),
  company(10, 'Pressing Blanc Nuage', { headcount: '4', since: '2021-03-01', dsn: LUMIERE, carrier: 'csv' }, [
    at('87000 Limoges', '14 rue des Émailleurs', '930BA', 4, { job: 'Repasseuse' }),
  ]),
  company(11, 'Résidence Les Glycines Bleues', { headcount: '58,75', since: '2017-07-01', dsn: 'glycines-bleues' }, [
    at('64000 Pau', '45 allée des Pyrénées', '853AC', 40, { job: 'Aide-soignante', rates: [381, 390, 385] }),
  ]),
  company(12, 'Sourire du Lac', { headcount: '4', since: '2020-11-01', dsn: LUMIERE, carrier: 'older' }, [
    at('73100 Aix-les-Bains', '7 rue des Bains', '851CD', 4, { job: 'Assistante dentaire' }),
  ]),
  company(13, 'Wok & Sésame', { headcount: '12,60', since: '2021-06-01', dsn: LUMIERE, carrier: 'csv' }, [
    at('75019 Paris', '88 rue de Crimée', '553BC', 7, { job: 'Équipier polyvalent' }),
    at('93100 Montreuil', '3 rue du Capitaine', '553BC', 6, { job: 'Équipière polyvalente' }),
  ]),
  company(14, 'Forges de l’Aubrac', { headcount: '162', since: '2012-01-01', dsn: 'forges-de-l-aubrac' }, [
    at('12000 Rodez', '2 rue de l’Enclume', '283CG', 36, { job: 'Chaudronnier', rates: [412, 405, 437] }),
  ]),
  company(15, 'Clé des Remparts', { headcount: '7', since: '2019-05-01', dsn: ESTUAIRE, carrier: 'csv' }, [
    at('11000 Carcassonne', '1 place du Prado', '703AD', 4, { job: 'Négociateur' }),
    at('11100 Narbonne', '20 quai de la Robine', '703AD', 3, { job: 'Gestionnaire locative' }),
  ]),
  company(16, 'Institut Beausoleil', { headcount: '19,90', since: '2016-09-01', dsn: ESTUAIRE }, [
    at('34000 Montpellier', '60 avenue du Soleil', '801ZA', 14, { job: 'Professeure' }),
    at('34500 Béziers', '5 allée Riquet', '801ZA', 6, { job: 'Surveillant' }),
  ]),
  company(17, 'Thermie Nivernaise', { headcount: '8', since: '2018-02-01', dsn: LUMIERE, carrier: 'older' }, [
    at('58000 Nevers', '33 rue de la Faïence', '453AF', 8, { job: 'Plombier chauffagiste' }),
  ]),
  company(18, 'Optique des Arcades', { headcount: '15,20', since: '2017-11-01', dsn: ESTUAIRE, carrier: 'current' }, [
    at('75006 Paris', '24 rue des Canettes', '523AC', 5, { job: 'Opticien' }),
    at('78000 Versailles', '10 rue de la Paroisse', '523AC', 4, { job: 'Opticienne' }),
    at('94000 Créteil', '15 rue du Lac', '523AC', 4, { job: 'Opticienne' }),
  ]),
  company(
    19,
    'Mailles du Soissonnais',
    { headcount: '17,50', since: '2015-10-01', dsn: ESTUAIRE, carrier: 'current' },
    [at('02200 Soissons', '9 rue de la Filature', '177AB', 15, { job: 'Bonnetière' })],
  ),
];

export const COMPANIES: readonly SampleCompany[] = [...ORDINARY_COMPANIES, ...STORY_COMPANIES];

export interface PlacedEstablishment {
  readonly company: SampleCompany;
  readonly establishment: SampleEstablishment;
}

export const ESTABLISHMENTS: readonly PlacedEstablishment[] = COMPANIES.flatMap((company) =>
  company.establishments.map((establishment) => ({ company, establishment })),
);

/** The establishment that a story is about. */
export function establishmentOf(story: StoryName): PlacedEstablishment {
  const found = ESTABLISHMENTS.find(({ establishment }) => establishment.story === story);
  if (found === undefined) throw new Error(`No establishment of the samples tells « ${story} ».`);
  return found;
}
