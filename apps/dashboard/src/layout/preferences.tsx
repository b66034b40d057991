import { useLanguage } from '../messages/language.js';
import { LANGUAGES } from '../messages/languages.js';
import { THEMES, useTheme } from '../theme/theme.js';

const LANGUAGE_NAMES = { en: 'English', zh: '中文' } as const;

/** Theme and language of this browser. */
export function Preferences() {
  const { language, messages, setLanguage } = useLanguage();
  const { theme, setTheme } = useTheme();
  return (
    <div className="preferences">
      <select
        aria-label={messages.theme}
        value={theme}
        onChange={({ target }) => setTheme(THEMES.find((one) => one === target.value) ?? 'system')}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {messages.themes[one]}
          </option>
        ))}
      </select>
      <select
        aria-label={messages.language}
        value={language}
        onChange={({ target }) => setLanguage(LANGUAGES.find((one) => one === target.value) ?? 'en')}
      >
        {LANGUAGES.map((one) => (
          <option key={one} value={one}>
            {LANGUAGE_NAMES[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
