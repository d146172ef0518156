using System.Text.RegularExpressions;

namespace Slipway.Core.Validation.Rules.Secrets;

/// <summary>No password hash and no private key stands in a Compose file or a site file.</summary>
public sealed partial class HashInCompose : Rule
{
    private const string Key = "a private key";

    /// <inheritdoc />
    public override string Id => "secrets/hash-in-compose";

    /// <inheritdoc />
    public override string Reason =>
        "Whoever has a clone can try passwords against a hash for as long as they like, and use a private key at once; and what stands in "
        + "a file of both environments is the same in both.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from project in facts.Projects
        from text in project.Sources.Texts().Concat(project.Sites.SelectMany(Lines))
        let what = What(text.Text)
        where what is not null
        group project by (text.Place, What: what) into same
        select Found(
            same.Key.Place,
            $"{same.Key.What} is written out",
            Fix(same.First(), same.Key.Place, same.Key.What),
            facts.EnvironmentsOf(same));

    private static string Fix(EnvironmentFacts project, SourcePosition place, string what) =>
        what == Key
            ? "make a new one in a file that is not in git, and mount that:\nsecrets:\n  private.key: {file: \"${CERTS_PATH}/private.key\"}"
        : project.Sites.Any(site => site.Name == place.File)
            ? "import {$ACCESS_FILE}\n# Slipway makes this file of the user and the password that `access` of stack.yaml refers to."
        : $"put a new one into {project.Env.File.FileName}, in single quotes, and refer to it with ${{KEY}}";

    private static IEnumerable<(string Text, SourcePosition Place)> Lines(SiteFacts site) =>
        site.Written.Reveal().Split('\n').Select((line, index) => (line, new SourcePosition(site.Name, index + 1, "")));

    private static string? What(string text) =>
        PrivateKey().IsMatch(text) ? Key
        : PasswordHash().IsMatch(text) ? "a password's hash"
        : null;

    [GeneratedRegex("-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----", RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKey();

    // The forms of crypt(3), with a dollar sign doubled where Compose would take it for a reference: bcrypt, Argon2, scrypt,
    // yescrypt, SHA-crypt, MD5-crypt of Unix and Apache, PBKDF2; then those of LDAP, and of frameworks.
    [GeneratedRegex(
        @"\${1,2}2[abxy]?\${1,2}[0-9]{2}\${1,2}[./A-Za-z0-9]{53}"
        + @"|\${1,2}(?:argon2(?:id|i|d)|scrypt|7|y|gy|[156]|apr1|pbkdf2(?:-[a-z0-9]+)?)\${1,2}[^\s$]{1,200}\${1,2}[./+=,A-Za-z0-9$]{16}"
        + @"|\{(?:SHA|SSHA|SHA256|SSHA256|SHA512|SSHA512)\}[A-Za-z0-9+/=]{20}"
        + @"|pbkdf2_sha(?:1|256|512)\${1,2}[0-9]+\${1,2}[^\s$]{1,200}\${1,2}[A-Za-z0-9+/=]{20}",
        RegexOptions.CultureInvariant)]
    private static partial Regex PasswordHash();
}
