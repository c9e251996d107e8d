import '@cloudscape-design/global-styles/index.css';
import '../app/background.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ReferencePage } from './reference-page.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with the id root.');
createRoot(root).render(
  <StrictMode>
    <ReferencePage />
  </StrictMode>,
);
