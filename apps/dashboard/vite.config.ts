import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `vite` serves the sources and passes the API on to a gateway that runs here. */
export default defineConfig({
  plugins: [react()],
  build: {
    // The content policy allows no `data:` scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://localhost:8000' } },
});
