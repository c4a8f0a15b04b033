import { startRegistration } from '@simplewebauthn/browser'
import { PasskeyButton, type PasskeyButtonProps } from '../kit/ui/passkey-button.tsx'
import { hydrateIslands } from './hydrate.ts'

type Options = Parameters<typeof startRegistration>[0]['optionsJSON']

const ask = async (options: unknown) =>
  JSON.stringify(await startRegistration({ optionsJSON: options as Options }))

hydrateIslands('passkey-register', (props: PasskeyButtonProps) => <PasskeyButton {...props} ask={ask} />)
