// Runs before the first paint, so that a chosen theme never flashes the other one. Not a module: those run later.
(() => {
    try {
        const theme = localStorage.getItem('solflow.theme');
        if (theme === 'light' || theme === 'dark') {
            document.documentElement.dataset.theme = theme;
        }
    } catch {
        // storage is forbidden here: the system's colours
    }
})();
