import { startAuthentication } from '@simplewebauthn/browser'
import { PasskeyButton, type PasskeyButtonProps } from '../kit/ui/passkey-button.tsx'
import { hydrateIslands } from './hydrate.ts'

type Options = Parameters<typeof startAuthentication>[0]['optionsJSON']

const ask = async (options: unknown) =>
  JSON.stringify(await startAuthentication({ optionsJSON: options as Options }))

hydrateIslands('passkey-enter', (props: PasskeyButtonProps) => <PasskeyButton {...props} ask={ask} />)
