import js from "@eslint/js";
import globals from "globals";

// The scripts are joined into one: what one declares, those after it use, so only the type checker knows all names.
export default [
    js.configs.recommended,
    {
        files: ["scripts/tabular/pages/explorer/page/*.js"],
        languageOptions: { sourceType: "script", ecmaVersion: 2023, globals: globals.browser },
        rules: {
            "no-undef": "off",
            "no-unused-vars": ["error", { vars: "local" }],
            "prefer-const": "error",
            "no-var": "error",
            eqeqeq: "error",
            curly: ["error", "multi-line"],
        },
    },
];
