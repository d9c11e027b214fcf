import { createRoot } from 'react-dom/client';
import { DemoHost } from './demo-host.js';
import '../styles.css';

const element = document.getElementById('page');
if (element) createRoot(element).render(<DemoHost />);
