import type { VNode } from 'preact'
import type { Translate } from '../../i18n/translate.ts'
import { DeskSample, EmptySample } from './desk-samples.tsx'
import { PaidSample, PersonSample, PlacesSample, TillSample } from './phone-samples.tsx'
import { FormSample, KitSample, PrintSample, PublicSample } from './kit-samples.tsx'

/** The living style page: each layout with every component, on invented people. Named as its file. */
export function galleryPages(t: Translate): Record<string, VNode> {
  return {
    index: <KitSample t={t} />,
    public: <PublicSample t={t} />,
    formulaire: <FormSample t={t} />,
    accueil: <PersonSample t={t} />,
    lieux: <PlacesSample t={t} />,
    encaisser: <TillSample t={t} />,
    paye: <PaidSample t={t} />,
    coordination: <DeskSample t={t} />,
    vide: <EmptySample t={t} />,
    imprimer: <PrintSample t={t} />,
  }
}
