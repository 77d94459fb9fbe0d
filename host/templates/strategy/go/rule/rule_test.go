package rule

import (
	"slices"
	"testing"

	"my-strategy/settings"
)

// person is id, target, workload and credit.
type person struct {
	id, target, workload int
	credit               float64
}

// request has leads that all have the same owner.
func request(people []person, leads int, owner uint32, seed uint64) Request {
	asked := Request{Owner: slices.Repeat([]uint32{owner}, leads), Seed: seed}
	for _, one := range people {
		asked.People.ID = append(asked.People.ID, uint64(one.id))
		asked.People.Target = append(asked.People.Target, uint32(one.target))
		asked.People.Workload = append(asked.People.Workload, uint32(one.workload))
		asked.People.Room = append(asked.People.Room, 1000)
		asked.People.Credit = append(asked.People.Credit, one.credit)
	}
	return asked
}

func counts(answer Answer) [3]int {
	var counts [3]int
	for _, row := range answer.Assignee {
		if row != Nobody {
			counts[row]++
		}
	}
	return counts
}

var within, beyond = settings.Settings{}, settings.Settings{PastTarget: true}

func TestWhoeverIsFurthestBelowTargetComesFirst(t *testing.T) {
	answer := Distribute(request([]person{{1, 10, 2, 0}, {2, 10, 4, 0}, {3, 10, 10, 0}}, 4, Nobody, 1), within)
	if answer.Assignee[0] != 0 || answer.Assignee[1] != 0 || counts(answer) != [3]int{3, 1, 0} {
		t.Fatal(answer)
	}
	if Reasons[answer.Reason[0]] != "furthest below target" {
		t.Fatal(answer)
	}
}

func TestEqualsShareEvenlyAndTheSeedDrawsWhoGetsTheLeadOver(t *testing.T) {
	first := map[uint32]bool{}
	for seed := range uint64(60) {
		answer := Distribute(request([]person{{1, 10, 0, 0}, {2, 10, 0, 0}, {3, 10, 0, 0}}, 4, Nobody, seed), within)
		counted := counts(answer)
		slices.Sort(counted[:])
		if counted != [3]int{1, 1, 2} {
			t.Fatal(answer)
		}
		first[answer.Assignee[0]] = true
	}
	if len(first) != 3 {
		t.Fatal(first)
	}
}

func TestWhoeverIsOwedLeadsWinsATie(t *testing.T) {
	if answer := Distribute(request([]person{{1, 10, 0, 0}, {2, 10, 0, 1.5}}, 1, Nobody, 1), within); answer.Assignee[0] != 1 {
		t.Fatal(answer)
	}
}

func TestPastTheTargetsOnlyIfTold(t *testing.T) {
	asked := request([]person{{1, 3, 2, 0}, {2, 3, 2, 0}}, 3, Nobody, 1)
	if answer := Distribute(asked, within); answer.Assignee[2] != Nobody || answer.Reason[2] != allFull {
		t.Fatal(answer)
	}
	if answer := Distribute(asked, beyond); answer.Assignee[2] == Nobody || answer.Reason[2] != past {
		t.Fatal(answer)
	}
}

func TestALeadNeverGoesBackToItsOwner(t *testing.T) {
	asked := request([]person{{1, 10, 0, 0}, {2, 10, 9, 0}}, 1, 0, 1)
	asked.Explain = []uint32{0}
	answer := Distribute(asked, within)
	if answer.Assignee[0] != 1 || answer.Notes[0].Text != "user 2 with 1 to go; nobody else could take it" {
		t.Fatal(answer)
	}
}

func TestNobodyThereIsAReason(t *testing.T) {
	if answer := Distribute(request(nil, 1, Nobody, 1), within); answer.Reason[0] != noPeople {
		t.Fatal(answer)
	}
}

func TestSettings(t *testing.T) {
	if set, err := settings.Parse(`{"past_target": true}`); err != nil || set != beyond {
		t.Fatal(set, err)
	}
	if set, err := settings.Parse(""); err != nil || set != within {
		t.Fatal(set, err)
	}
	if _, err := settings.Parse("{"); err == nil {
		t.Fatal("no JSON was taken")
	}
}
