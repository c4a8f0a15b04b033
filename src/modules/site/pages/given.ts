import type { Translate } from '../../../kit/i18n/translate.ts'
import type { Caisse } from '../../caisses/store.ts'
import type { GivenKind, PageText } from '../rules/page.ts'

/** What a page that every site has says until the caisse writes its own. */
export function givenText(t: Translate, kind: GivenKind, caisse: Caisse): PageText {
  const params = { caisseName: caisse.name, unitName: caisse.unit_name }
  return {
    title: kind === 'home' ? caisse.name : t(`site.given.${kind}.title`, params),
    lead: t(`site.given.${kind}.lead`, params),
    body: t(`site.given.${kind}.body`, params),
  }
}

/** A territory's page before anybody wrote in it. */
export const territoryText = (t: Translate, name: string): PageText => ({
  title: name,
  lead: t('site.given.territory.lead', { placeName: name }),
  body: t('site.given.territory.body', { placeName: name }),
})
