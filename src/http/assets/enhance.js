// Every page works without this file; it adds what the components can do when scripts run.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
} from './govuk-frontend.js';
import { MultiSelect } from './multi-select.js';

// Style sheets and components of the libraries look for these marks.
document.body.classList.add('js-enabled', 'govuk-frontend-supported');

/** Choices that reveal more below them: `aria-expanded` is not for radios, whatever the library says. */
class RevealingRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute('aria-expanded');
  }
}

const COUNTED = {
  i18n: {
    charactersUnderLimit: { one: 'Il reste %{count} caractère', other: 'Il reste %{count} caractères' },
    charactersAtLimit: 'Plus aucun caractère disponible',
    charactersOverLimit: { one: '%{count} caractère de trop', other: '%{count} caractères de trop' },
  },
};

const COMPONENTS = [
  [Button],
  [CharacterCount, COUNTED],
  [Checkboxes],
  [ErrorSummary],
  [NotificationBanner],
  [RevealingRadios],
  [ServiceNavigation],
  [SkipLink],
  [MultiSelect],
];

for (const [Component, settings] of COMPONENTS)
  for (const root of document.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
    // One component that cannot start must not keep the others from starting: the page works without it.
    try {
      new Component(root, settings);
    } catch (error) {
      console.warn(error);
    }
  }

// The library has these words in English only.
for (const words of document.querySelectorAll('.moj-multi-select__toggle-label .govuk-visually-hidden')) {
  words.textContent = 'Tout sélectionner';
  // Beside the buttons there is room for the words; in the head of a table there is none.
  if (words.closest('.tj-selection__bar') !== null) words.classList.remove('govuk-visually-hidden');
}

if (document.querySelector('form#taux, textarea#courrier') !== null) import('./wizard.js');
if (document.querySelector('[data-progress]') !== null) import('./progress.js');
if (document.querySelector('.tj-board-counter') !== null) import('./affiliation.js');
