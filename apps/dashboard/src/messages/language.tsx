import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { en } from './en.js';
import { languageOf, LANGUAGES, type Language, type Messages } from './languages.js';
import { zh } from './zh.js';

const KEY = 'celerity.language';

interface Speech {
  readonly language: Language;
  readonly messages: Messages;
  readonly setLanguage: (language: Language) => void;
}

const Context = createContext<Speech | null>(null);

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(
    () => LANGUAGES.find((one) => one === localStorage.getItem(KEY)) ?? languageOf(navigator.languages),
  );
  useEffect(() => {
    localStorage.setItem(KEY, language);
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const speech = useMemo(
    () => ({ language, messages: language === 'zh' ? zh : en, setLanguage }),
    [language],
  );
  return <Context value={speech}>{children}</Context>;
}

export function useLanguage(): Speech {
  const speech = useContext(Context);
  if (!speech) throw new Error('useLanguage needs a LanguageProvider');
  return speech;
}

/** Everything that the dashboard says, in the language chosen. */
export function useMessages(): Messages {
  return useLanguage().messages;
}
