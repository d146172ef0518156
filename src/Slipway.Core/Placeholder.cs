namespace Slipway.Core; internal static class Placeholder;
