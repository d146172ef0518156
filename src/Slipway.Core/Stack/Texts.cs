namespace Slipway.Core.Stack;

/// <summary>What texts of <c>stack.yaml</c> have to be like.</summary>
internal static class Texts
{
    public const string Reference = @"\$\{[A-Za-z_][A-Za-z0-9_]*\}";

    /// <summary>A text that is one reference and nothing else.</summary>
    public static readonly TextRule ReferenceRule = new("a reference to an env key", "${KEY}", Reference);

    private const string Letters = "A-Za-z0-9";

    private const string Identifier = "[A-Za-z_][A-Za-z0-9_]*";

    // A label of a host name, any part of which may come from the env file.
    private const string Label = $"(?:[{Letters}]|{Reference})(?:(?:[{Letters}-]|{Reference})*(?:[{Letters}]|{Reference}))?";

    public static readonly TextRule StackName = new(
        "a stack name", "lower-case letters, digits and '-', starting with a letter or digit", "[a-z0-9][a-z0-9-]*");

    public static readonly TextRule EnvironmentName = new(
        "an environment name", "lower-case letters, digits, '-' and '_', starting with a letter or digit", "[a-z0-9][a-z0-9_-]*");

    public static readonly TextRule ProjectName = new(
        "a Compose project name", "lower-case letters, digits, '-' and '_', starting with a letter or digit", "[a-z0-9][a-z0-9_-]*");

    public static readonly TextRule ServiceName = new(
        "a Compose service name", "letters, digits, '.', '-' and '_'", $"[{Letters}._-]+");

    public static readonly TextRule ProfileName = new(
        "a Compose profile name",
        "at least two of letters, digits, '.', '-' and '_', starting with a letter or digit",
        $"[{Letters}][{Letters}_.-]+"
    );

    public static readonly TextRule NetworkName = new(
        "a Docker network name", "letters, digits, '.', '-' and '_', starting with a letter or digit", $"[{Letters}][{Letters}_.-]*");

    public static readonly TextRule RelativePath = new(
        "a relative path",
        "a path relative to this file's folder, with '/' between its parts",
        @"[^/\\:~$\u0000-\u001f][^\\:$\u0000-\u001f]*"
    );

    public static readonly TextRule Directory = new(
        "a folder",
        "a path relative to this file's folder, with '/' between its parts; ${KEY} may stand in it",
        $@"(?:{Reference}|[^/\\:~$\u0000-\u001f])(?:{Reference}|[^\\:$\u0000-\u001f])*");

    // A wrong address or user is not repeated: somebody may have written name:password there.
    public static readonly TextRule Address = new(
        "the address of a site",
        "an address that starts with https://, http:// or ${KEY}, without a user or password",
        $@"(?:https?://|{Reference})(?:[^\s@$\u0000-\u001f]|{Reference})*",
        isShown: false);

    public static readonly TextRule Domain = new(
        "a domain", "a host name; ${KEY} may stand in it", $@"(?:\*\.)?{Label}(?:\.{Label})*");

    public static readonly TextRule PathMatcher = new(
        "a path", "a path that starts with '/', and '*' at its end for all below it", @"/[^\s${}\u0000-\u001f]*");

    // Caddy's path matcher makes patterns of '*', '?' and '[', and compares what is written with '%' otherwise.
    public static readonly TextRule OpenPath = new(
        "a path to leave open",
        "a path of letters, digits and ._~@+:,=- between slashes, and '*' at its end for all below it; not all paths",
        $@"/[{Letters}._~@+:,=-][{Letters}._~@+:,=/-]*\*?"
    );

    public static readonly TextRule HealthPath = new(
        "a path", "a path that starts with '/'", @"/[^\s${}*\u0000-\u001f]*");

    public static readonly TextRule SqlName = new(
        "a name in PostgreSQL",
        "a name on one line; ${KEY} may stand in it, and a dollar sign is written $$",
        $@"(?:[^$\u0000-\u001f]|\$\$|{Reference})+"
    );

    public static readonly TextRule TableName = new(
        "the name of a table",
        "letters, digits and '_', not starting with a digit; a schema and '.' may stand before it",
        $"(?:{Identifier}\\.)?{Identifier}"
    );

    public static readonly TextRule ColumnName = new(
        "the name of a column", "letters, digits and '_', not starting with a digit", Identifier);

    public static readonly TextRule UserName = new(
        "a user name", "a name without ':' or spaces; ${KEY} may stand in it", $@"(?:[^\s:$\u0000-\u001f]|{Reference})+", isShown: false);

    public static readonly TextRule PasswordReference = new(
        "a reference to an env key", "${KEY} alone: the password itself stands in the env file and never here", Reference, isShown: false);

    public static readonly TextRule CertificateName = new(
        "a certificate name", "letters, digits, '.', '-' and '_', starting with a letter or digit", $"[{Letters}][{Letters}._-]*");

    public static readonly TextRule Cpus = new(
        "a number of CPUs",
        "a number in quotes, such as '2' or '0.5'",
        @"[0-9]{1,4}(?:\.[0-9]{1,3})?"
    );

    public static readonly TextRule MemorySize = new(
        "an amount of memory",
        "a whole number and K, M or G, such as 512M",
        "[1-9][0-9]{0,8}[KMG]"
    );

    public static readonly TextRule HostPath = new(
        "a path",
        "a path of this host, absolute or relative to this file",
        @"[^$\u0000-\u001f]+"
    );

    public static readonly TextRule EnvKeyName = new("an env key", "letters, digits and '_', not starting with a digit", Identifier);

    public static readonly TextRule ImageReference = new(
        "an image",
        "an image reference, such as caddy:2",
        $"[{Letters}][{Letters}._/:@-]*"
    );

    public static readonly TextRule HostAndPort = new(
        "an address",
        "a host name and a port with ':' between",
        $"[{Letters}][{Letters}._-]*:[0-9]{{1,5}}"
    );

    public static readonly TextRule RuleId = new(
        "a rule's id",
        "an id that `Validate --rules` lists, such as isolation/shared-alias",
        "[a-z]+/[a-z-]+"
    );

    public static readonly TextRule Date = new("a date", "a day as YYYY-MM-DD", "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])");

    public static readonly TextRule Sentence = new("a text", "text on one line", @"[^\u0000-\u001f]+");

    public static readonly TextRule HeaderLine = new(
        "a header",
        "its name, ':' and its value, such as 'Content-Type: text/plain'",
        @"[!#%&'*+.^_`|~0-9A-Za-z-]+:[^\u0000-\u001f]+"
    );

    public static readonly TextRule Day = new(
        "a day of the week",
        "one of mon, tue, wed, thu, fri, sat, sun",
        "mon|tue|wed|thu|fri|sat|sun"
    );

    public static readonly TextRule TimeOfDay = new(
        "a time of day",
        "hours and minutes in quotes, such as '20:00'",
        "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
    );

    public static readonly TextRule ZoneName = new(
        "a time zone",
        "an IANA name, such as Europe/Berlin or UTC",
        "[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*"
    );

    public static readonly TextRule Argument = new("an argument", "text without a NUL character", @"[^\u0000]*", isShown: false);
}
