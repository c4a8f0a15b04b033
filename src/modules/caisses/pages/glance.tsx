import type { ComponentChildren } from 'preact'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Stat, Stats } from '../../../kit/ui/parts.tsx'
import { glance } from '../rules/glance.ts'
import type { Reglement } from '../rules/reglement.ts'
import { sayRoundly } from './clauses.tsx'

/** The règlement in three figures, and room for one more. */
export function GlanceOf({
  t,
  reglement,
  children,
}: {
  t: Translate
  reglement: Reglement
  children?: ComponentChildren
}) {
  return (
    <Stats>
      {glance(reglement).map(({ of, value, hint }) => (
        <Stat
          key={of}
          label={t(`caisses.glance.label.${of}`)}
          value={sayRoundly(t, value.key, value.params)}
          hint={sayRoundly(t, hint.key, hint.params)}
        />
      ))}
      {children}
    </Stats>
  )
}
